import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/multi-region-vault/outputs";
import { sealstack } from "../../helpers/processes/cli";
import { withoutRegion } from "../../helpers/processes/without-region";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

const [FIRST, SECOND] = ["eu-central-1", "eu-west-1"] as const;
const YAML = `
stacks:
  used-vault:
    preset: multi-region-vault
    region: ${FIRST}
    replicaRegions: [${SECOND}]
    key: { alias: alias/used-vault, preventDestroy: false }
    table: { name: customers, deletionProtection: false, preventDestroy: false }
    bucket: { preventDestroy: false }
`;

/** Fills a table of SQL, prints its rows as JSON, and takes sealed ones back. */
const SQL = `
import json, sqlite3, sys
database, action = sys.argv[1:]
connection = sqlite3.connect(database)
connection.row_factory = sqlite3.Row
if action == "make":
    connection.execute("create table customers (id integer primary key, name text, card text, pin text)")
    connection.execute("insert into customers values (9007199254740993, 'Ada', '4111 1111', '1234'), (2, 'Grace', '5500 0000', null)")
elif action == "store":
    for line in sys.stdin:
        row = json.loads(line)
        connection.execute("update customers set card = ?, pin = ? where id = ?", (row["card"], row["pin"], row["id"]))
for row in connection.execute("select * from customers order by name"):
    print(json.dumps(dict(row)))
connection.commit()
`;

describe("multi-region-vault, applied", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  it("seals in one region; the other opens with the first one's endpoint refused", async () => {
    const { "used-vault": stack } = await deployPreset(dir(), YAML);
    const { outputs = {}, outputsFile = "" } = stack ?? {};
    expect(outputs[OUTPUT.table]).toBe("customers");
    const shape = ["--outputs", outputsFile, "--table", "customers", "--id-field", "id"];
    const region = await withoutRegion(FIRST);
    const run = async (argv: readonly string[], stdin: Buffer) => {
      const { status, stdout, stderr } = await sealstack([...argv, ...shape, "--quiet"], { stdin });
      expect([status, stderr]).toEqual([0, ""]);
      return stdout;
    };
    try {
      // Items as DynamoDB's JSON has them; the emulator has no DynamoDB.
      const items =
        '{"id":"c-1","card":{"S":"4111 1111"},"n":1.10}\n{"id":"c-2","card":{"S":"5500 0000"},"n":2}\n';
      const field = ["--field", "card.S"];
      const sealed = await run(["encrypt-item", ...field], Buffer.from(items));
      expect(sealed.toString()).not.toMatch(/4111|5500/);
      const there = ["--region", SECOND, "--endpoint-url", region.url];
      expect((await run(["decrypt-item", ...field, ...there], sealed)).toString()).toBe(items);
      expect(region.refused).toEqual([]);

      // Rows of a table of SQL, through the database.
      writeFileSync(path("sql.py"), SQL);
      const sql = (action: string, input?: Buffer): Buffer =>
        execFileSync("python3", [path("sql.py"), path("customers.db"), action], { input });
      const rows = sql("make");
      const columns = ["--field", "card", "--field", "pin"];
      sql("store", await run(["encrypt-item", ...columns], rows));
      expect(readFileSync(path("customers.db")).toString("latin1")).not.toMatch(/4111 1111|5500 0000/);
      const stored = sql("show");
      expect((await run(["decrypt-item", ...columns, ...there], stored)).toString()).toBe(rows.toString());

      // By the key alone: its own region first, which refuses, then the replica.
      const key = ["--key", String(outputs[OUTPUT.keyArn]), "--fallback-region", SECOND, ...shape.slice(2)];
      const fallback = ["decrypt-item", ...columns, ...key, "--endpoint-url", region.url, "--quiet"];
      const opened = await sealstack(fallback, { stdin: stored });
      expect([opened.status, opened.stdout.toString()]).toEqual([0, rows.toString()]);
      expect(region.refused).not.toEqual([]);

      // And back: what the second region seals, the first opens.
      const record = Buffer.from('{"id":1,"card":null,"pin":7}\n');
      const written = await run(["encrypt-item", ...columns, ...there], record);
      expect((await run(["decrypt-item", ...columns], written)).toString()).toBe(record.toString());

      const swapped = stored.toString().replace("9007199254740993", "3");
      const moved = await sealstack(["decrypt-item", ...columns, ...shape, ...there], {
        stdin: Buffer.from(swapped),
      });
      expect([moved.status, moved.stdout.toString()]).toEqual([6, ""]);
      expect(moved.stderr).toContain("line 1: the field /card was sealed in another record");
    } finally {
      await region.close();
    }
  });
});
