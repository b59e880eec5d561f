import { holdsFor } from './holds.ts';

holdsFor({ first: 1001, count: 1000 });
