/**
 * One of several threads that fetch, open, inflate and digest; see protocol.ts. What it takes and gives stands in memory that is shared. Plain
 * JavaScript, because a thread begins at a file: here in the repository, and beside the bundle in the package.
 */
const { parentPort } = require("node:worker_threads");
const { openFrames } = require("../crypto/frames/open-frames.js");
const { inflate } = require("./inflate-member.js");
const { Fetcher } = require("./fetcher.js");
const { digest, isRight } = require("./thread-digests.js");

/** @typedef {import("./protocol").CrewJob} CrewJob */
/** @typedef {import("./protocol").CrewAnswer} CrewAnswer */

const fetcher = new Fetcher();

/** @param {CrewJob} job @returns {CrewAnswer | Promise<CrewAnswer>} */
function work(job) {
  if ("connect" in job) return fetcher.connect(job.connect);
  if ("fetch" in job) return fetcher.fetch(job.fetch, job.into);
  if ("open" in job) return openFrames(job.open, job.sealed, job.first);
  if ("member" in job) return inflate(job.member, job.into);
  if ("check" in job) return { right: job.check.every(isRight) };
  return digest(job);
}

parentPort.on("message", async (job) => {
  if (job === null) {
    parentPort.close(); // there are no more
    fetcher.close();
    return;
  }
  const answer = work(job);
  parentPort.postMessage({ ...(answer instanceof Promise ? await answer : answer), id: job.id });
});
