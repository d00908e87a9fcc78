import 'server-only';

/** The files that the configuration names. Throws as `node:fs` does. */
export interface ConfigFiles {
  read(path: string): Uint8Array;
  exists(path: string): boolean;
  /** The permission bits. */
  mode(path: string): number;
  /** Different after every change of the file; also when a link on its path was turned elsewhere. */
  stamp(path: string): string;
}

/** Collects what is wrong instead of stopping at the first. */
export class Checker {
  readonly #problems: string[];
  readonly #warnings: string[];
  readonly files: ConfigFiles;

  constructor(files: ConfigFiles, problems: string[], warnings: string[]) {
    this.files = files;
    this.#problems = problems;
    this.#warnings = warnings;
  }

  refuse(name: string, why: string): void {
    this.#problems.push(`${name}: ${why}`);
  }

  /** The content of a file that must be readable and must not be empty; null when it is not. */
  content(name: string, path: string | undefined): Uint8Array | null {
    if (path === undefined) return null;
    let content: Uint8Array;
    try {
      content = this.files.read(path);
    } catch {
      this.refuse(name, 'the file cannot be read');
      return null;
    }
    if (content.length > 0) return content;
    this.refuse(name, 'the file is empty');
    return null;
  }

  secret(name: string, path: string | undefined): Uint8Array | null {
    const content = this.content(name, path);
    if (content !== null && path !== undefined && (this.files.mode(path) & 0o004) !== 0) {
      this.#warnings.push(`${name}: the file can be read by every user of this machine`);
    }
    return content;
  }

  /** A file of certificate authorities. */
  authority(name: string, path: string | undefined): void {
    const content = this.content(name, path);
    if (content !== null && !Buffer.from(content).includes('-----BEGIN CERTIFICATE-----')) {
      this.refuse(name, 'the file holds no PEM certificate');
    }
  }
}
