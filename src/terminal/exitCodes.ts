/** The exit codes that the usage names, and the shells' own for Ctrl+C. */
export const exitCodes = { nothing: 0, something: 1, mistake: 2, interrupted: 130 } as const;
