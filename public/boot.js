// Starts the islands of a page. The shell writes this tag only where the page holds one; the names of the two
// files stand on the tag itself, so that this file never changes with them.
(async () => {
  const { js, wasm } = document.currentScript.dataset;
  globalThis.__RESOLVED_RESOURCES = [];
  globalThis.__SERIALIZED_ERRORS = [];
  globalThis.__INCOMPLETE_CHUNKS = [];
  const module = await import(js);
  await module.default({ module_or_path: wasm });
  module.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    module[island.dataset.component]?.(island);
  }
  document.documentElement.dataset.islands = "ready";
})();
