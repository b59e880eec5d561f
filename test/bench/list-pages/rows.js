/** What rival and limit share: the service's whole answer, and a row as text. */
export async function stations() {
  const answer = await fetch('/api/stations');
  const [, ...lines] = (await answer.text()).trimEnd().split('\n');
  return lines.flatMap((line) => JSON.parse(line));
}

export const rowOf = ({ id, name, circle, condition, heardAt, depth, alarms, version }) =>
  `<th><a href="/stations/${id}">${name['zh-CN']}</a><br>${circle} · ${id}</th><td>${condition}</td>` +
  `<td>${Math.floor((Date.now() - heardAt) / 1000)}</td><td>${depth ?? '—'}</td><td>${alarms}</td><td>${version}</td>`;
