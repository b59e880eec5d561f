import { Button } from '../parts/Button.tsx';
import { own, say } from '../say.ts';
import type { Acts, Outcome } from './use-acts.ts';

/** Named one by one as long as that can be read. */
const NAMED = 3;

/** How the last act ended, for the eye and for the ear; a refusal stays until it was read. */
export function OutcomeBar({ acts }: { readonly acts: Acts }) {
  const { outcome, undo, forget } = acts;
  const bad = outcome && (outcome.failed || outcome.refused.length > 0);
  return (
    <div class={`outcome ${bad ? 'bad' : ''}`} hidden={!outcome}>
      <p role="status" aria-live={bad ? 'assertive' : 'polite'}>
        {outcome && sentencesOf(outcome)}
      </p>
      {undo && (
        <Button onPress={undo}>
          {say('alarms.undo.key')}{' '}
          <span class="letter" aria-hidden="true">
            z
          </span>
        </Button>
      )}
      {outcome && <Button onPress={forget}>{say('alarms.outcome.close.key')}</Button>}
    </div>
  );
}

function sentencesOf({ act, done, refused, failed }: Outcome): string {
  const sentences = [];
  if (done.length > 0) sentences.push(say(`alarms.done.${act.kind}`, { n: done.length }));
  if (refused.length > 0) {
    const names = refused
      .slice(0, NAMED)
      .map((row) => say('alarms.named', { what: own(row.words), where: own(row.stationName) }));
    const more = refused.length > NAMED ? say('alarms.and-more', { n: refused.length - NAMED }) : '';
    sentences.push(say('alarms.refused', { n: refused.length, names: names.join(say('list.comma')) + more }));
  }
  if (failed)
    sentences.push(failed.status === 0 ? say('alarms.no-answer') : say('alarms.failed', { code: failed.code }));
  return sentences.join(say('list.space'));
}
