export const ROOT: string;
export const SERVER: string;
export class PrepareError extends Error {}
export function ensureNode(version?: string): void;
export function ensureDependencies(): void;
export function ensureBuild(): void;
export function ensureBrowser(): void;
export function findBrowser(env?: Readonly<Record<string, string | undefined>>): string | undefined;
export function freePort(from: number, host?: string): Promise<number>;
export function sourceHash(root?: string, sources?: readonly string[]): string;
