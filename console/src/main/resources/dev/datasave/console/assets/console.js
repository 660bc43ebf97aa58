'use strict';
// Charts and tables that move. Everything else on these pages works without a script.
(() => {
  const running = document.getElementById('running');
  if (running) setTimeout(() => location.replace(running.dataset.again), 2000);
  const charts = document.getElementById('charts');
  if (!charts) return;
  const KEPT = 900;
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const times = [];
  const shown = value => value === null || value === undefined ? '–' : value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
  const utc = (plot, marks, axis, space, step) => marks.map(at => new Date(at * 1000).toISOString().slice(11, step < 60 ? 19 : 16));
  const all = [...charts.querySelectorAll('figure')].map(figure => {
    const names = figure.dataset.series.split(',');
    return { figure, names, labels: figure.dataset.names.split(','), values: names.map(() => []), plot: null };
  });
  const draw = chart => {
    if (chart.plot) { chart.plot.destroy(); chart.plot = null; }
    const axis = { stroke: style('--soft'), grid: { stroke: style('--line'), width: 1 }, ticks: { stroke: style('--line') } };
    chart.plot = new uPlot({
      width: chart.figure.clientWidth - 20, height: 150, legend: { show: false }, cursor: { show: false },
      scales: { y: { range: (u, min, max) => [0, max > 0 ? max * 1.1 : 1] } },
      axes: [{ ...axis, values: utc, size: 30 }, { ...axis, size: 55 }],
      series: [{}, ...chart.labels.map((label, i) => ({ label, stroke: style(i ? '--c2' : '--c1'), width: 2, spanGaps: true, points: { show: false } }))],
    }, [times, ...chart.values], chart.figure);
    chart.plot.root.setAttribute('aria-hidden', 'true');
  };
  const add = point => {
    times.push(point.at);
    if (times.length > KEPT) times.shift();
    for (const chart of all) {
      chart.names.forEach((name, i) => { chart.values[i].push(point.figures[name]); if (chart.values[i].length > KEPT) chart.values[i].shift(); });
      chart.figure.querySelector('output').textContent = chart.names.map(name => shown(point.figures[name])).join(' / ');
    }
  };
  const show = () => all.forEach(chart => chart.plot.setData([times, ...chart.values]));
  const rows = document.getElementById('servers');
  const cell = (row, name, text) => { const found = row.querySelector(`[data-of="${name}"]`); if (found) found.textContent = text; };
  const table = servers => {
    if (!rows) return;
    const known = new Map([...rows.querySelectorAll('tr[data-link]')].map(row => [row.dataset.link, row]));
    if (servers.length !== known.size || servers.some(server => !known.has(server.link))) { location.reload(); return; }
    for (const server of servers) {
      const row = known.get(server.link);
      cell(row, 'age', server.age + ' ago');
      const state = row.querySelector('[data-of="state"] .state');
      state.textContent = server.state;
      state.className = 'state ' + server.state;
      for (const name of ['profiles', 'saves', 'queued', 'refused', 'messages']) cell(row, name, shown(server[name]));
    }
  };
  const away = document.getElementById('away');
  const say = text => { away.textContent = text; away.hidden = !text; };
  fetch(charts.dataset.past).then(answer => answer.json()).then(points => {
    points.forEach(add);
    all.forEach(draw);
    charts.dataset.ready = 'true';
    const events = new EventSource(charts.dataset.events);
    events.addEventListener('pulse', event => { const point = JSON.parse(event.data); say(''); add(point); show(); table(point.servers); charts.dataset.points = String(times.length); });
    events.addEventListener('away', event => say(event.data));
    events.addEventListener('over', () => { events.close(); say('You are logged out. Reload the page to log in.'); });
    events.onerror = () => say('The console does not answer. Trying again.');
  }).catch(() => say('The console does not answer. Reload the page.'));
  const redraw = () => all.forEach(draw);
  addEventListener('resize', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
})();
