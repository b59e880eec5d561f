/** One slice of a family, in a process of its own: `slice.ts FAMILY BEFORE AMOUNT`; its tallies as JSON on stdout. */
import { FAMILIES } from './families.ts';

const [name, before, amount] = process.argv.slice(2);
const family = FAMILIES.find((each) => each.name === name);
if (!family) throw new Error(`there is no family ${name}`);
process.stdout.write(JSON.stringify(await family.run(Number(before), Number(amount))));
