interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

export function sbom(tool: Manifest, folders: readonly Manifest[], kind?: "application" | "library"): unknown;
