'use client';

import { useSyncExternalStore } from 'react';

export const ZONE_CHOICES = ['local', 'utc'] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

const STORAGE_KEY = 'alidade-time-zone';
const CHANGED = 'alidade-time-zone-changed';

/** Storage may be blocked; the choice then lasts as long as the page. */
let chosen: ZoneChoice | null = null;

/** By which clock moments are shown, and how to choose another. It is kept in this browser. */
export function useZoneChoice(): {
  readonly choice: ZoneChoice;
  readonly setChoice: (choice: ZoneChoice) => void;
} {
  const choice = useSyncExternalStore(subscribe, storedChoice, () => 'local' as const);
  return { choice, setChoice };
}

/**
 * The time zone in which moments are shown, as an IANA name. While the server renders it is UTC,
 * since the server does not know the viewer's.
 */
export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, chosenZone, () => 'UTC');
}

/** The zone of this browser's clock. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function chosenZone(): string {
  return storedChoice() === 'utc' ? 'UTC' : localZone();
}

function storedChoice(): ZoneChoice {
  return chosen ?? ZONE_CHOICES.find((choice) => choice === readStorage()) ?? 'local';
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function setChoice(choice: ZoneChoice) {
  chosen = choice;
  try {
    localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    // Then it lasts as long as the page.
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** Follows changes here and in other windows. */
function subscribe(onChange: () => void): () => void {
  const follow = ({ key }: StorageEvent) => {
    if (key !== STORAGE_KEY) return;
    chosen = null;
    onChange();
  };
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('storage', follow);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('storage', follow);
  };
}
