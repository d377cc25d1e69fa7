import { Notice } from './states.tsx';

/** Says why a form is not as the record: what was typed outlived a reload or the end of a session. */
export function KeptNotice({ isShown }: { isShown: boolean }) {
  return isShown ? <Notice>What you typed before is back. It is not saved yet.</Notice> : null;
}
