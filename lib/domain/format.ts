import { clockParts } from '@/lib/domain/time-zone';

/**
 * Figures as people read them. An absent figure is a dash, and so is one that is not finite: a
 * reader must never meet "NaN". Thin spaces are not used; the unit follows one space.
 */

/** What stands where there is no figure. Not 0, which was measured. */
export const ABSENT = '–';

type Figure = number | null | undefined;

/** Requests per second, at least 0: `12.3 rps`, `1.24k rps`, `<0.01 rps`. */
export function formatRate(perSecond: Figure): string {
  return isFigure(perSecond) ? `${compact(perSecond)} rps` : ABSENT;
}

/** What is counted by the second and is no request, at least 0: `0.64/s`. */
export function formatPerSecond(perSecond: Figure): string {
  return isFigure(perSecond) ? `${compact(perSecond)}/s` : ABSENT;
}

/**
 * A share in 0..1 as a percentage: `2.4%`. A share that is not quite nothing or not quite all never
 * rounds to `0%` or `100%`.
 */
export function formatRatio(ratio: Figure): string {
  if (!isFigure(ratio)) return ABSENT;
  const percent = ratio * 100;
  if (percent === 0) return '0%';
  if (percent > 0 && percent < 0.01) return '<0.01%';
  if (percent >= 99.995 && percent < 100) return '>99.99%';
  if (percent >= 99.5 && percent < 100) return `${percent.toFixed(2)}%`;
  if (percent < 1) return `${Number(percent.toPrecision(2))}%`;
  return `${significant(percent)}%`;
}

/** A duration in milliseconds, at least 0: `0.42 ms`, `120 ms`, `1.24 s`, `2 min 5 s`. */
export function formatMs(milliseconds: Figure): string {
  if (!isFigure(milliseconds)) return ABSENT;
  if (milliseconds > 0 && milliseconds < 0.01) return '<0.01 ms';
  if (milliseconds < 999.5) return `${significant(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${significant(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole >= 3600) return inUnits(whole, 3600, 'h', 60, 'min');
  return inUnits(whole, 60, 'min', 1, 's');
}

const DECIMAL_PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'] as const;
const BINARY_PREFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** Bytes per second in powers of 1000, as networks are measured: `1.24 MB/s`. */
export function formatBytesPerSecond(bytes: Figure): string {
  return isFigure(bytes) ? `${scaled(bytes, 1000, DECIMAL_PREFIXES)}B/s` : ABSENT;
}

/** Bytes in powers of 1024, as memory is measured: `512 MiB`. */
export function formatBytes(bytes: Figure): string {
  return isFigure(bytes) ? `${scaled(bytes, 1024, BINARY_PREFIXES)}B` : ABSENT;
}

/** CPU cores as Kubernetes writes them: `250m` below one core, `1.5 cores` above. */
export function formatCores(cores: Figure): string {
  if (!isFigure(cores)) return ABSENT;
  if (cores > 0 && cores < 0.001) return '<1m';
  if (cores < 0.9995) return cores === 0 ? '0' : `${significant(cores * 1000)}m`;
  const text = significant(cores);
  return `${text} ${text === '1' ? 'core' : 'cores'}`;
}

/** A whole number with thousands apart: `12,480`. */
export function formatCount(count: Figure): string {
  return isFigure(count) ? Math.round(count).toLocaleString('en-GB') : ABSENT;
}

/** A count with its noun: `1 pod`, `1,204 pods`. */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** How old something is, from milliseconds: `4 s`, `3 min`, `2 h`, `5 d`. Below a second: `1 s`. */
export function formatAge(milliseconds: Figure): string {
  if (!isFigure(milliseconds)) return ABSENT;
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/**
 * A moment by the clock of `timeZone` (an IANA name): `2026-11-23 07:12:05`.
 *
 * @throws RangeError when the time zone is not known.
 */
export function formatMoment(epochMs: Figure, timeZone: string): string {
  if (!isFigure(epochMs)) return ABSENT;
  const { year, month, day } = clockParts(epochMs, timeZone);
  return `${year}-${month}-${day} ${formatClock(epochMs, timeZone)}`;
}

/** The time of day of a moment, with seconds: `07:12:05`. */
export function formatClock(epochMs: Figure, timeZone: string): string {
  if (!isFigure(epochMs)) return ABSENT;
  const { hour, minute, second } = clockParts(epochMs, timeZone);
  return `${hour}:${minute}:${second}`;
}

export type Unit = 'perSecond' | 'ratio' | 'milliseconds' | 'bytesPerSecond' | 'cores' | 'bytes';

const FORMATS: Readonly<Record<Unit, (value: Figure) => string>> = {
  perSecond: formatRate,
  ratio: formatRatio,
  milliseconds: formatMs,
  bytesPerSecond: formatBytesPerSecond,
  cores: formatCores,
  bytes: formatBytes,
};

/** A figure of a chart in its unit. */
export function formatUnit(value: Figure, unit: Unit): string {
  return FORMATS[unit](value);
}

/** Whether there is a figure to show. */
function isFigure(value: Figure): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** Three significant digits without an exponent or trailing zeros; whole from 100 up. */
function significant(value: number): string {
  if (Math.abs(value) >= 99.95) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function compact(value: number): string {
  if (value > 0 && value < 0.01) return '<0.01';
  if (value < 999.5) return significant(Number(value.toFixed(2)));
  if (value < 999_500) return `${significant(value / 1000)}k`;
  return `${significant(value / 1_000_000)}M`;
}

function scaled(value: number, base: number, prefixes: readonly string[]): string {
  let [left, step] = [value, 0];
  while (left >= base - 0.5 && step < prefixes.length - 1) {
    left /= base;
    step += 1;
  }
  const digits = step === 0 ? String(Math.round(left)) : significant(left);
  return `${digits} ${prefixes[step] ?? ''}`;
}

function inUnits(
  seconds: number,
  large: number,
  largeName: string,
  small: number,
  smallName: string,
): string {
  const rest = Math.floor((seconds % large) / small);
  const head = `${Math.floor(seconds / large)} ${largeName}`;
  return rest === 0 ? head : `${head} ${rest} ${smallName}`;
}
