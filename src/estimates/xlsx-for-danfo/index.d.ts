export * from "@e965/xlsx";
