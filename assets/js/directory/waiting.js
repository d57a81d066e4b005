/* Waiting: for the browser, and for a network that comes and goes. */

/** A moment for the browser, or more. @param {number} [time] milliseconds */
export const pause = (time = 0) => new Promise((done) => setTimeout(done, time));

/** @param {string} url of JSON */
export const read = (url) => fetch(url).then((answer) => answer.json());

/** Does it again, less and less often, until it works: trains go through tunnels. `tell` is called
    when it failed more than once; `work` is told how often it was done before. */
export function patiently(work, tell, times = 0) {
  const again = (go) => setTimeout(() => go(patiently(work, tell, times + 1)), Math.min(1000 * 2 ** times, 8000));
  return work(times).catch(() => {
    if (times) tell?.();
    return new Promise(again);
  });
}
