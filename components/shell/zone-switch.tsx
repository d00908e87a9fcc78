'use client';

import { localZone, useZoneChoice } from '@/components/shell/time-zone';
import { ToggleGroup } from '@/components/ui/toggle-group';

/** Chooses between the clock of this browser and UTC. */
export function ZoneSwitch() {
  const { choice, setChoice } = useZoneChoice();
  return (
    <ToggleGroup
      label="Time zone"
      choices={[
        { id: 'local', label: 'Local', name: `Local: ${localZone()}` },
        { id: 'utc', label: 'UTC' },
      ]}
      value={choice}
      onChange={setChoice}
    />
  );
}
