import type { Language } from './language.ts';

/** Every language, the more special ones first: where two read the same declaration, the first keeps it. */
export const languages: readonly Language[] = [];
