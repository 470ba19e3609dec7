import fc from "fast-check";
import type { ListedBackup } from "../../../../scripts/core/backup/list";
import { seriesOf } from "../../../../scripts/core/backup/series";
import { chooseRandom } from "../../../../scripts/core/drill/choice";
import { DrillMarks, evidenceEnding } from "../../../../scripts/core/records/drill-records";
import { recordKey } from "../../../../scripts/core/records/record-key";
import { named } from "../../../helpers/stores/backups";

const NOW = new Date("2026-11-28T10:00:00Z");
const day = (number: number): string => String(number).padStart(2, "0");
const listed = (days: readonly number[]): ListedBackup[] =>
  days.map((each) => ({ ...named(`p/x-202611${day(each)}T010000Z.tar.gz.kms`), bytes: 1, complete: true }));

function draw(
  backups: readonly ListedBackup[],
  marks: DrillMarks,
  seed: string,
  now = NOW,
  windowDays = 30,
): ListedBackup | undefined {
  const [series] = seriesOf(backups);
  if (series === undefined) return undefined;
  const listing = { quarantine: new Map(), drills: marks.records };
  return chooseRandom(series, listing, { windowDays, seed }, now).backup;
}

describe("a random choice", () => {
  it("gives every backup of the window a turn before any has a second one, whatever the seeds", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 27 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.string(), fc.boolean()), { minLength: 36, maxLength: 36 }),
        (days, turns) => {
          const backups = listed(days);
          const marks = new DrillMarks();
          const drawn = turns.slice(0, 3 * days.length).map(([seed, passed], turn) => {
            const now = new Date(NOW.getTime() + turn * 1000);
            const backup = draw(backups, marks, seed, now);
            marks.see(
              recordKey("drills", backup?.id ?? "", now, evidenceEnding(passed ? "passed" : "failed")),
            );
            return backup?.id;
          });
          for (let round = 0; round < 3; round++)
            expect(new Set(drawn.slice(round * days.length, (round + 1) * days.length)).size).toBe(
              days.length,
            );
        },
      ),
    );
  });

  it("is the same for the same seed, and another one for some other seeds", () => {
    const backups = listed([1, 2, 3, 4, 5, 6, 7, 8]);
    const of = (seed: string) => draw(backups, new DrillMarks(), seed)?.id;
    expect(of("a")).toBe(of("a"));
    expect(new Set(Array.from({ length: 100 }, (_, index) => of(`seed ${index}`))).size).toBe(8);
  });

  it("looks at no backup that is older than the window", () => {
    expect(draw(listed([20]), new DrillMarks(), "a", NOW, 8)).toBeUndefined();
    expect(draw(listed([20]), new DrillMarks(), "a", NOW, 9)?.createdAt.getUTCDate()).toBe(20);
  });
});
