import { holdsFor } from './holds.ts';

holdsFor({ first: 1, count: 1000 });
