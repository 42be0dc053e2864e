/** Of addresses like `memory:/acme/audit.tf`. */
export const memoryScheme = 'memory';
