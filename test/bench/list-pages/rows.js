/** What rival and limit share: the service's whole answer, and a row as text. */
export async function stations() {
  const all = [];
  let after = '';
  do {
    const answer = await fetch(`/api/stations${after && `?after=${after}`}`);
    const { stations, next } = await answer.json();
    all.push(...stations);
    after = next;
  } while (after);
  return all;
}

const RANK = { fault: 0, silent: 1, look: 2, maintenance: 3, ok: 4 };

export const inOrder = (rows) =>
  rows.sort((a, b) => RANK[a.condition] - RANK[b.condition] || b.alarms - a.alarms || (a.id < b.id ? -1 : 1));

export const rowOf = ({ id, name, circle, condition, heardAt, depth, alarms, version }) =>
  `<th><a href="/stations/${id}">${name['zh-CN']}</a><br>${circle} · ${id}</th><td>${condition}</td>` +
  `<td>${Math.floor((Date.now() - heardAt) / 1000)}</td><td>${depth ?? '—'}</td><td>${alarms}</td><td>${version}</td>`;
