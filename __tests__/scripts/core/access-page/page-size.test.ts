/** The page of every sample of every preset is small enough to be mailed, and its links lead somewhere. */
import { join } from "node:path";
import { App } from "cdktf";
import { accessMatrix } from "../../../../access";
import { addStack } from "../../../../presets";
import { PRESET_SCHEMAS } from "../../../../presets/schemas";
import { accessPage } from "../../../../scripts/core/access-page/page";
import { allSamples } from "../../../helpers/stacks/all-samples";
import { useTempDir } from "../../../helpers/temp-dir";

const MOST_BYTES = 500_000;

const samples = Object.entries(allSamples());

describe("the page of a sample", () => {
  const dir = useTempDir();
  it.each(samples)("%s", async (name, config) => {
    const app = new App({ outdir: join(dir(), name) });
    addStack(app, name, config, { region: config.region, backend: { type: "local", path: "unused" } });
    const report = await accessMatrix(app);
    const page = accessPage(report, { costs: {}, toolVersion: "0.0.0", now: new Date(0) });
    expect({ name, bytes: Buffer.byteLength(page) < MOST_BYTES ? "fewer" : Buffer.byteLength(page) }).toEqual(
      {
        name,
        bytes: "fewer",
      },
    );
    // Every link of a cell leads somewhere, and no id is given twice.
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
    const targets = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((each) => !ids.includes(each))).toEqual([]);
  });

  it("is there for each preset", () => {
    const presets = PRESET_SCHEMAS.map(({ shape }) => shape.preset.value);
    expect(new Set(samples.map(([, { preset }]) => preset))).toEqual(new Set(presets));
  });
});
