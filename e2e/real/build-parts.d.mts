export function binaryOf(name: string): string;
export function buildPart(name: string): string;
