// The two server processes.
const { spawn } = require('node:child_process')
const readline = require('node:readline')

class Server {
  constructor (name, port, others, setup) {
    this.name = name
    this.port = port
    this.command = [...setup.java, 'dev.datasave.examples.network.NetworkServer',
      '--name', name, '--port', String(port), '--jdbc-url', setup.url, '--secret', 'bots', '--keep-history', 'true',
      ...others.flatMap(([other, otherPort]) => ['--to', `${other}=127.0.0.1:${otherPort}`])]
    this.isOpen = false
    this.starts = 0
    this.incarnations = {} // of all its processes: the process of each
    this.harms = 0 // goes up when it is killed, paused or resumed
  }

  start () {
    return new Promise((resolve, reject) => {
      this.process = spawn(this.command[0], this.command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      const which = `${this.name} ${++this.starts}`
      const leave = () => this.process.kill('SIGKILL') // no server outlives the bots
      process.once('exit', leave)
      this.ended = new Promise(resolve => this.process.once('exit', (code, signal) => {
        this.isOpen = false
        process.off('exit', leave)
        resolve(signal ?? code)
      }))
      this.ended.then(why => reject(new Error(`${this.name} ended: ${why}`)))
      for (const stream of [this.process.stdout, this.process.stderr]) {
        readline.createInterface({ input: stream }).on('line', line => {
          const incarnation = line.match(/is incarnation (\S+)/)?.[1]
          if (incarnation) {
            this.incarnations[incarnation] = which
          } else if (line.includes('is open on port')) {
            this.isOpen = true
            resolve()
          } else if (/SEVERE|Exception|^\s+at dev/.test(line)) {
            console.log(`${this.name}: ${line}`)
          }
        })
      }
    })
  }

  async end (signal) {
    this.isOpen = false
    this.process.kill(signal)
    return this.ended
  }

  async pause (millis) {
    this.process.kill('SIGSTOP')
    await sleep(millis)
    this.process.kill('SIGCONT')
  }
}

const sleep = millis => new Promise(resolve => setTimeout(resolve, millis))

module.exports = { Server, sleep }
