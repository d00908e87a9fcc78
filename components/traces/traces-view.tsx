'use client';
export function TracesView() {
  return null;
}
