/** Alert rules and dashboard: what they ask for is there, they parse, and each rule is seen to fire. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { EMF_METRICS } from "../../scripts/core/targets/emf";
import { OTHER_METRICS, STEP_METRICS } from "../../scripts/core/targets/metrics";
import { requireTools } from "../../tools/fetched/system-packages";
import { describeIf } from "../helpers/describe-if";
import { useTempDir } from "../helpers/temp-dir";

const ROOT = join(__dirname, "../..");
const FOLDER = join(ROOT, "examples/monitoring");
const METRICS = [...Object.keys(STEP_METRICS), ...Object.keys(OTHER_METRICS)].sort();
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const metricsIn = (text: string): readonly string[] => [
  ...new Set(text.match(/\bsealstack_[a-z0-9_]+/g) ?? []),
];

interface Target {
  readonly refId: string;
  readonly expr: string;
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly Target[];
  readonly fieldConfig: { readonly overrides: readonly { readonly matcher: { readonly options: string } }[] };
  readonly transformations?: readonly {
    readonly id: string;
    readonly options: { readonly renameByName?: Readonly<Record<string, string>> };
  }[];
}
const dashboard: { readonly panels: readonly Panel[]; readonly templating: unknown } = JSON.parse(
  read("dashboard.json"),
);
const alerts: readonly { readonly alert: string; readonly expr: string }[] = parse(
  read("alerts.yaml"),
).groups.flatMap(({ rules }: { rules: unknown }) => rules);

describe("alert rules and dashboard", () => {
  it.each(["alerts.yaml", "alerts.test.yaml", "dashboard.json"])(
    "%s asks for metrics that are written",
    (file) => {
      expect(metricsIn(read(file)).filter((name) => !METRICS.includes(name))).toEqual([]);
    },
  );

  it("leave no metric aside", () => {
    expect([...metricsIn(read("dashboard.json"))].sort()).toEqual(METRICS);
  });

  it("have a case in which each rule fires, and one in which it does not", () => {
    const cases: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[] = parse(
      read("alerts.test.yaml"),
    ).tests.flatMap(({ alert_rule_test }: { alert_rule_test: unknown }) => alert_rule_test);
    const names = (fires: boolean) =>
      new Set(
        cases.filter(({ exp_alerts = [] }) => exp_alerts.length > 0 === fires).map((one) => one.alertname),
      );
    const wanted = new Set(alerts.map(({ alert }) => alert));
    expect(names(true)).toEqual(wanted);
    expect(new Set([...names(false)].filter((name) => wanted.has(name)))).toEqual(wanted);
  });

  it("have panels that do not lie over each other, of 24 columns", () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, gridPos: a } of panels) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      const over = panels.filter(
        ({ title: other, gridPos: b }) =>
          other !== title && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
      );
      expect({ title, over: over.map((one) => one.title) }).toEqual({ title, over: [] });
    }
  });

  it("have tables whose columns are those of their queries", () => {
    for (const { title, targets, transformations = [], fieldConfig } of dashboard.panels) {
      const renamed = Object.assign({}, ...transformations.map(({ options }) => options.renameByName ?? {}));
      const columns = targets.map(({ refId }) => `Value #${refId}`);
      expect({ title, left: Object.keys(renamed).filter((name) => !columns.includes(name)) }).toEqual({
        title,
        left: [],
      });
      const named = fieldConfig.overrides.map(({ matcher }) => matcher.options);
      expect({ title, left: named.filter((name) => !Object.values(renamed).includes(name)) }).toEqual({
        title,
        left: [],
      });
    }
  });

  // Grafana merges rows whose columns agree, and the name of a metric is a column: arithmetic drops it, a plain selector does not.
  it("have tables of one row a target: no query brings a metric's name", () => {
    const merged = dashboard.panels.filter(({ transformations = [] }) =>
      transformations.some(({ id }) => id === "merge"),
    );
    expect(merged).not.toEqual([]);
    for (const { expr } of merged.flatMap(({ targets }) => targets))
      expect(expr).toMatch(/^max by \([a-z, ]+\) \(/);
  });

  it("are explained in docs/operate.md: each metric and each rule", () => {
    const page = readFileSync(join(ROOT, "docs/operate.md"), "utf8");
    const rows = page.split("\n").filter((line) => line.startsWith("| `sealstack_"));
    expect([...metricsIn(rows.join("\n"))].sort()).toEqual(METRICS);
    const [, cloudwatch = ""] = page.split("## Watched by CloudWatch");
    const emf = cloudwatch.split("\n").filter((line) => /^\| `[A-Z]/.test(line));
    expect(emf.flatMap((line) => line.match(/`[A-Z]\w+`/g) ?? []).sort()).toEqual(
      Object.keys(EMF_METRICS)
        .map((name) => `\`${name}\``)
        .sort(),
    );
    const told = page.split("\n").filter((line) => line.startsWith("| `Sealstack"));
    expect(told.flatMap((line) => line.match(/Sealstack[A-Za-z]+/g) ?? []).sort()).toEqual(
      alerts.map(({ alert }) => alert).sort(),
    );
  });
});

const { available, missing } = requireTools("promtool");
describeIf(available, missing, "promtool", () => {
  const dir = useTempDir();
  const promtool = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync("promtool", args, { cwd: FOLDER, encoding: "utf8" });
    return { status, said: `${stdout}${stderr}` };
  };

  it("sees every rule fire when it should, and only then", () => {
    const { status, said } = promtool("test", "rules", "alerts.test.yaml");
    expect({ status, said }).toEqual({ status: 0, said: expect.stringContaining("SUCCESS") });
  });

  it("can read every query of the dashboard", () => {
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    const rules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
    const file = join(dir(), "queries.yaml");
    writeFileSync(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
    const { status, said } = promtool("check", "rules", file);
    expect({ status, said }).toEqual({
      status: 0,
      said: expect.stringContaining(`${queries.length} rules found`),
    });
  });
});
