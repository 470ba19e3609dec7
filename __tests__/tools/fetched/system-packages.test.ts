import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findTool, missingPackages, requireTools } from "../../../tools/fetched/system-packages";
import { useTempDir } from "../../helpers/temp-dir";

describe("system programs", () => {
  const folder = useTempDir();
  const path = process.env.PATH;
  beforeEach(() => {
    process.env.PATH = `:${folder()}`;
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  function provide(name: string, mode: number): string {
    const file = join(folder(), name);
    writeFileSync(file, "");
    chmodSync(file, mode);
    return file;
  }

  it("are found on the PATH when they can be run", () => {
    const etcd = provide("etcd", 0o755);
    expect(findTool("etcd")).toBe(etcd);
    expect(requireTools("etcd")).toEqual({ available: true, missing: "" });
  });

  it("are named with their source when they are missing", () => {
    provide("etcdctl", 0o755);
    expect(requireTools("etcdctl", "etcd", "age")).toEqual({
      available: false,
      missing: "etcd is missing (Debian package etcd-server), age is missing (Debian package age)",
    });
    expect(missingPackages()).toEqual(["etcd-server", "age", "chromium", "zsh", "fish", "prometheus", "rpm"]);
  });

  it("do not count when they cannot be run", () => {
    provide("age", 0o644);
    expect(findTool("age")).toBeUndefined();
  });
});
