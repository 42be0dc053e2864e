export const settingsOfFiles: readonly string[];
export function configurationSchema(): string;
