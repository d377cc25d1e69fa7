import { useEffect } from 'react';

/*
 * The tabs of a browser share one session: one that signs in tells the others who it is that they act for now.
 */

// One for speaking and hearing: what is said on it, it does not hear itself.
const channel = new BroadcastChannel('pace-signed-in');

export function tellSignedIn(userId: string): void {
  channel.postMessage(userId);
}

/** Told when somebody signs in on another tab. */
export function useSignedInElsewhere(onSignedIn: (userId: string) => void): void {
  useEffect(() => {
    channel.onmessage = ({ data }: MessageEvent<string>) => onSignedIn(data);
    return () => {
      channel.onmessage = null;
    };
  }, [onSignedIn]);
}
