// Buttons that put a text on the clipboard.

import { useState } from 'preact/hooks';

interface CopyProps {
  /** What is copied. */
  readonly what: string;
  readonly text: string;
  onNotice(notice: string): void;
}

export function Copy({ what, text, onNotice }: CopyProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      onNotice(`Copied: ${what}.`);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      onNotice('The browser does not let this page copy.');
    }
  };
  return (
    <button type="button" class="quiet" onClick={copy} aria-label={`Copy ${what}`}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  );
}
