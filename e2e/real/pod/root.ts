import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that is put into a container, such as one of a Secret. */
export interface MountedFile {
  readonly path: string;
  readonly content: string;
  /** Permission bits, as `defaultMode` of a volume. */
  readonly mode: number;
}

export interface RootOptions {
  readonly folder: string;
  /** What the image holds, and where. */
  readonly image: string;
  readonly workdir: string;
  /** Where the image has Node. */
  readonly node: string;
  /** The group that owns mounted files. */
  readonly group: number;
  readonly files: readonly MountedFile[];
  /** Addresses by name, beside localhost. */
  readonly hosts: Readonly<Record<string, string>>;
}

/**
 * Fills a folder with the file system of a container: what the image holds, Node with the libraries that it is
 * linked to, and what is mounted. As in the real image there is no shell and no other program.
 */
export function fillRoot({ folder, image, workdir, node, group, files, hosts }: RootOptions): void {
  chmodSync(folder, 0o755);
  for (const name of ['proc', 'dev', 'etc']) mkdirSync(join(folder, name), { recursive: true });
  cpSync(image, join(folder, workdir), {
    ...{ recursive: true, preserveTimestamps: true, verbatimSymlinks: true },
  });
  for (const library of librariesOf(process.execPath)) put(folder, realpathSync(library), library);
  put(folder, process.execPath, node);
  writeFileSync(join(folder, 'dev', 'null'), '');
  const lines = Object.entries({ localhost: '127.0.0.1', ...hosts });
  writeFileSync(
    join(folder, 'etc', 'hosts'),
    lines.map(([name, address]) => `${address} ${name}\n`).join(''),
  );
  for (const { path, content, mode } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
    execFileSync('chown', [`0:${group}`, target]);
    chmodSync(target, mode);
  }
}

function put(root: string, from: string, to: string): void {
  const target = join(root, to);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(from, target);
}

/** The paths under which a program looks for what it is linked to. */
function librariesOf(program: string): readonly string[] {
  const text = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...text.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path = '']) =>
    existsSync(path) ? [path] : [],
  );
}

/**
 * The command that runs a program in such a root: as this user and group, which can never become another; with the
 * whole root read-only; and in a mount namespace of its own, so that it ends with the program.
 */
export function inRoot(
  folder: string,
  user: number,
  workdir: string,
  command: readonly string[],
): readonly string[] {
  const script = [
    'set -e',
    'mount --bind "$0" "$0"',
    'mount -t proc proc "$0/proc"',
    'mount --bind /dev/null "$0/dev/null"',
    'mount -o remount,bind,ro "$0"',
    'exec setpriv --no-new-privs --clear-groups --inh-caps=-all --ambient-caps=-all unshare --root="$0" "$@"',
  ].join('\n');
  const within = [`--wd=${workdir}`, `--setgid=${user}`, `--setuid=${user}`, '--', ...command];
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, folder, ...within];
}

/** Why containers cannot be played here; null when they can. */
export function whyNoRoots(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root, to become somebody else';
  try {
    execFileSync('unshare', ['--mount', 'mount', '--bind', '/tmp', '/tmp'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'mounting is not allowed';
  }
}
