import { isPromise } from "node:util/types";

/** Results in the order in which their work was begun, with a bound on how many may be on their way. */
export class OrderedJobs<T> {
  private readonly jobs: (T | Promise<T>)[] = [];

  /**
   * @param limit jobs on their way at most.
   * @param release gets every result, in order.
   */
  constructor(
    private readonly limit: number,
    private readonly release: (result: T) => void,
  ) {}

  /** Takes a job that was begun. Its failure shows when its turn comes. */
  begin(job: T | Promise<T>): void {
    if (isPromise(job)) job.catch(() => {});
    this.jobs.push(job);
  }

  /** Waits until no more than `left` jobs are on their way. */
  async settle(left = this.limit - 1): Promise<void> {
    while (this.jobs.length > left) this.release(await (this.jobs.shift() as T | Promise<T>));
  }
}
