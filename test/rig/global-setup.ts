/** Vitest's hook for the project `boards`. */
export { buildForAll as default } from './own-firmware.ts';
