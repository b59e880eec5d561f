import { everyCellIn } from './every-cell.ts';

everyCellIn('zh-CN');
