// Unpacks plotly.js from the page itself and draws each chart; without it, captions and data tables stand.
(async () => {
  const packed = document.getElementById("plotly-packed");
  if (!packed || typeof DecompressionStream === "undefined") return;
  const bytes = Uint8Array.from(atob(packed.textContent), (c) => c.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const script = document.createElement("script");
  script.textContent = await new Response(inflated).text();
  document.head.append(script);
  for (const figure of document.querySelectorAll("figure.chart")) {
    const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const plot = figure.querySelector(".plot");
    plot.classList.add("drawn");
    await window.Plotly.newPlot(plot, spec.data, spec.layout, spec.config);
  }
  document.documentElement.dataset.charts = "drawn";
})();
