import { everyCellIn } from './every-cell.ts';

everyCellIn('en');
