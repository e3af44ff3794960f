import type { Project } from "@awaitwise/analyzer";

/** Whose types a project goes by, as far as it is known by now. */
export function typesOf({ description, withoutNative }: Project): "native" | "ts-morph" {
  const { types = "ts-morph" } = description;
  return types === "ts-morph" || withoutNative !== undefined ? "ts-morph" : "native";
}
