// The bill of materials of the bundle, in CycloneDX 1.6: what esbuild put in, which `npm sbom` cannot know, since to npm all of it is for
// development only. Without time and serial number, so that the same sources give the same file.

/**
 * @param {{ name: string, version: string }} tool
 * @param {readonly { name: string, version: string, license?: string }[]} folders manifests, one of a package that is installed twice twice
 * @param {"application" | "library"} kind of what it is the bill of
 */
export function sbom(tool, folders, kind = "application") {
  const purl = ({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const packages = [...new Map(folders.map((one) => [purl(one), one])).values()];
  const component = (type, one) => ({
    type,
    "bom-ref": purl(one),
    ...nameOf(one.name),
    version: one.version,
    purl: purl(one),
    ...(one.license === undefined ? {} : { licenses: [{ expression: one.license }] }),
  });
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: component(kind, tool) },
    components: packages.map((one) => component("library", one)),
    dependencies: [{ ref: purl(tool), dependsOn: packages.map(purl) }],
  };
}

/** A scope is a group in CycloneDX. */
function nameOf(full) {
  const [scope, name] = full.startsWith("@") ? full.split("/") : [undefined, full];
  return scope === undefined ? { name } : { group: scope, name };
}
