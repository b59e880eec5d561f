/** How full: the share is always written beside it, and the mark stands where it is to be emptied. */
const MARK_PERCENT = 80;
const FULL_PERCENT = 90;

export function Gauge({ percent, standing = false }: { readonly percent: number; readonly standing?: boolean }) {
  const level = percent >= FULL_PERCENT ? 'full' : percent >= MARK_PERCENT ? 'nearly' : 'room';
  const [width, height] = standing ? [44, 118] : [96, 14];
  const inner = ((standing ? height : width) - 4) * (Math.min(100, Math.max(0, percent)) / 100);
  const mark = ((standing ? height : width) - 4) * (MARK_PERCENT / 100);
  return (
    <svg class={`gauge ${level}`} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <rect class="case" x="1" y="1" width={width - 2} height={height - 2} rx={standing ? 8 : 6} />
      {standing ? (
        <>
          <rect class="fill" x="3" y={height - 2 - inner} width={width - 6} height={inner} rx="4" />
          <path class="mark" d={`M2 ${height - 2 - mark}h${width - 4}`} />
        </>
      ) : (
        <>
          <rect class="fill" x="2" y="3" width={inner} height={height - 6} rx="3" />
          <path class="mark" d={`M${2 + mark} 2v${height - 4}`} />
        </>
      )}
    </svg>
  );
}
