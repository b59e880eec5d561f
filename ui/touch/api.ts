import type { Act, ActOnTurn } from '../../kiosk/contract/act.ts';
import type { View } from '../../kiosk/contract/screen.ts';

const ANSWER_WITHIN_MS = 5000;

/** Tells the station what a hand did. What came of it is shown by the live stream, not by the answer. */
export async function act({ turn, panel }: View, act: Act): Promise<void> {
  const body = JSON.stringify({ turn, act } satisfies ActOnTurn);
  try {
    const answer = await fetch(`/api/panels/${encodeURIComponent(panel.id)}/acts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.status === 401) location.reload(); // the station started anew: a fresh page has its ticket
  } catch {
    // No way to the station: the live stream breaks too, and its screen says what to do.
  }
}
