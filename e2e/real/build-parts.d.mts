export const CACHE: string;
export function binaryOf(name: string): string;
export function moduleFile(name: string): string;
export function buildPart(name: string): string;
