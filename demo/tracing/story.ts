import type { OutgoingCall } from './mesh-map';
import { openStory, peerOf, type Story } from './story-state';
import type { DemoSpan } from './types';
import { arrive, makeCall } from './walk';

/** Tells a story: the traces it leaves, the request's own first. The same story is always told alike. */
export function tellStory(story: Story, startUs: number): readonly (readonly DemoSpan[])[] {
  const state = openStory(story);
  const entry = pickEntry(story.map.entries, state.random());
  if (entry === undefined) return [];
  const position = { part: 0, parentId: undefined, startUs, depth: 0 };
  const caller = entry.call.from === null ? undefined : story.map.byName.get(entry.call.from);
  const peer = caller !== undefined && caller.mesh !== null ? peerOf(state, caller) : undefined;
  if (peer) makeCall(state, peer, entry, position);
  else arrive(state, entry, position);
  return state.parts.map(({ spans }) => spans);
}

/** A place to begin, by how many requests begin there. */
function pickEntry(entries: readonly OutgoingCall[], at: number): OutgoingCall | undefined {
  const total = entries.reduce((sum, { call }) => sum + call.requestRate, 0);
  let left = at * total;
  return entries.find(({ call }) => (left -= call.requestRate) <= 0) ?? entries.at(-1);
}
