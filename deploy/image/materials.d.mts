export interface ShippedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
  readonly integrity: string | undefined;
  readonly hasInstallScript: boolean;
}

export function shippedPackages(lock: {
  readonly packages: Readonly<Record<string, object>>;
}): readonly ShippedPackage[];
