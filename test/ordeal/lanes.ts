/** Runs all of these, `lanes` at a time, and tells what came of each in their order: an interruption leaves no gap. Rejects with the first that fails. */
export async function inLanes<Task, Result>(
  tasks: readonly Task[],
  lanes: number,
  run: (task: Task) => Promise<Result>,
  tell: (task: Task, result: Result) => void,
): Promise<void> {
  const done = new Map<number, Result>();
  let next = 0;
  let told = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < tasks.length; index = next++) {
      const task = tasks[index];
      if (task === undefined) return;
      done.set(index, await run(task));
      for (let result = done.get(told); result !== undefined; result = done.get(told)) {
        const first = tasks[told];
        done.delete(told++);
        if (first !== undefined) tell(first, result);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
