/** The database of a CA: files in STEPPATH, or elsewhere. Source: smallstep/nosql; dgraph-io/badger, dir_unix.go. */
import type { SourceCheck } from "../../archive/info";
import type { Archived } from "../archived";
import type { DatabaseConfig } from "./config";
import type { Places } from "./places";

const NAME = "database at rest";

export function checkDatabase(
  db: DatabaseConfig | undefined,
  archived: Archived,
  places: Places,
): SourceCheck[] {
  const said = (result: SourceCheck["result"], detail?: string): SourceCheck[] => [
    { name: NAME, result, ...(detail === undefined ? {} : { detail }) },
  ];
  const { type = "", dataSource, valueDir } = db ?? {};
  const kind = /^badger(v\d+)?$/i.test(type) ? "directory" : /^b?bolt$/i.test(type) ? "file" : undefined;
  if (db === undefined) return said("not checked", "there is none");
  // What a server is reached by may hold a password, and is not shown.
  if (kind === undefined)
    return said("not checked", `it is not in STEPPATH, but in ${type || "another place"}: back it up too`);
  const problems = [dataSource ?? "", ...(valueDir === undefined ? [] : [valueDir])].flatMap((path) =>
    problemWith(path, kind, archived, places),
  );
  if (problems.length > 0) return problems.flatMap((problem) => said("warning", problem));
  if (kind === "file")
    return said("not checked", "bbolt does not say whether it is in use: stop step-ca for a backup");
  // Badger keeps a file LOCK while it is open.
  if (archived.has(`${places.inside(dataSource ?? "")}/LOCK`))
    return said("warning", "step-ca is running: stop it for a backup, or its database may not open");
  return said("passed");
}

function problemWith(path: string, kind: "directory" | "file", archived: Archived, places: Places): string[] {
  if (path === "") return ["ca.json does not name its dataSource: issued certificates are not in the backup"];
  const place = places.inside(path);
  if (place === undefined) return [`${path} is not in STEPPATH: back it up too`];
  const found = archived.find(place);
  if (found === undefined) return [`${path} is not there: issued certificates are not in the backup`];
  return found.type === kind ? [] : [`${path} is no ${kind}: issued certificates are not in the backup`];
}
