const markdown = require("markdown-it");
const anchors = require("markdown-it-anchor").default || require("markdown-it-anchor");
const footnotes = require("markdown-it-footnote");

module.exports = function (config) {
  config.setLibrary("md", markdown({ typographer: true }).use(anchors).use(footnotes));
  const of = (folder) => (api) => api.getFilteredByGlob(`content/${folder}/*.md`);
  config.addCollection("articles", of("articles"));
  config.addCollection("therapists", of("therapists"));
  config.addCollection("everyTerm", (api) => {
    const found = new Map();
    for (const page of api.getFilteredByGlob("content/*/*.md")) {
      for (const term of page.data.terms) {
        if (!found.has(term)) found.set(term, []);
        found.get(term).push(page);
      }
    }
    return [...found].map(([slug, pages]) => ({ slug, pages }));
  });
  config.addFilter("contents", (html) => {
    const found = html.matchAll(/<h([23]) id="([^"]*)"[^>]*>(.*?)<\/h[23]>/g);
    return [...found].map(([, level, id, title]) =>
      `<li class="level-${level}"><a href="#${id}">${title}</a></li>`).join("\n");
  });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return {
    dir: { input: "content", includes: "../_includes", output: "out" },
    markdownTemplateEngine: false,
    templateFormats: ["md", "njk"],
  };
};
