'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';

interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
}

/** Puts text on the clipboard and says whether it worked. */
export function CopyButton({ text, label = 'Copy' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');

  function copy() {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      // Browsers refuse on plain HTTP from another machine.
      () => setOutcome('refused'),
    );
  }

  return (
    <>
      <Button
        size="s"
        onPress={copy}
        onBlur={() => setOutcome('none')}
        onHoverEnd={() => setOutcome('none')}
      >
        {outcome === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        {outcome === 'copied' ? 'Copied' : label}
      </Button>
      <span role="status" className={outcome === 'refused' ? undefined : 'visually-hidden'}>
        {outcome === 'copied' && 'Copied'}
        {outcome === 'refused' && 'The browser refused. Select the text and copy it.'}
      </span>
    </>
  );
}
