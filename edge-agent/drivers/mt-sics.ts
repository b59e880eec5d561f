import { fromScale, greet, idle } from '../protocols/mt-sics.ts';
import { driver } from './driver.ts';

export const mtSics = driver({
  id: 'mt-sics',
  models: ['Mettler Toledo scales with MT-SICS level 0', 'Mettler Toledo ICS469', 'BTEK T104'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['weight'],
  check: 'none (a stable weight is read twice)',
  sureness: 'medium',
  source:
    'Mettler Toledo: MT-SICS manuals; Atlantis-Software/mt-sics: README.md, lib/constants.js, test/sics0Test.js; BTEK T104 manual, appendix B',
  language: fromScale,
  greet,
  idle,
});
