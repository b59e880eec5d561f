/** `npm run drivers`: the table of all meters; `-- --readme` writes it there. */
import { driverFacts } from '../../kiosk/cli/drivers.ts';
import { writeReadme } from '../readme.ts';
import { table } from './table.ts';

const report = table(driverFacts());
process.stdout.write(report);
if (process.argv.includes('--readme')) writeReadme('drivers', report);
