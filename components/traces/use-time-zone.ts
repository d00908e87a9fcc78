'use client';

/** The viewer's time zone. For parts that are rendered in the browser only. */
export function useTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
