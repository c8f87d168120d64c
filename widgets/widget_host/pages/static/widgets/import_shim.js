/**
 * Imports modules that widget libraries contain as text, and which import one another by name.
 *
 * It replaces es-module-shims for libraries. Browsers support such names only by an inline import map, which
 * the security policy forbids.
 */

const NAMED = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])([^"'\n]+)\2/g;
/** @type {Map<string, string>} The address of each name. */
const addresses = new Map();

export const importShim = Object.assign(
  /** @param {string} address @returns {Promise<any>} The module. */
  async (address) => import(await withAddresses(address)),
  {
    /** @param {{imports?: Record<string, string>}} map */
    addImportMap({ imports = {} }) {
      for (const [name, address] of Object.entries(imports)) addresses.set(name, address);
    },
  },
);

/** @param {string} address @returns {Promise<string>} The same module's, with addresses for names. */
async function withAddresses(address) {
  const text = await (await fetch(address)).text();
  const named = text.replace(NAMED, (found, before, quote, name) => {
    const known = addresses.get(name);
    return known ? `${before}${quote}${known}${quote}` : found;
  });
  if (named === text) return address;
  return URL.createObjectURL(new Blob([named], { type: "text/javascript" }));
}
