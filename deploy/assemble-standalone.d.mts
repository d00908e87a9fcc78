export function assemble(root?: string): void;
