export function contextFiles(root?: string): string[];
export function treeEntries(root: string): Map<string, string>;
export function buildImage(): string;
