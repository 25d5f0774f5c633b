# What Annals runs in every pod on Kubernetes: it has the environment of one step ready, runs the
# step, and tells on its standard output what happens, a numbered line each:
#
#   12o text   the step printed `text` on its standard output
#   13e text   the same on its standard error
#   14s text   a tool that builds the environment printed `text`
#   15f JSON   a fact: the environment is there, the process began
#
# A capital letter says that a full stop was put after the text: containerd takes a carriage return at
# the end of a line for a part of the line's end.
#
# How the step ended, and its outputs, are left in files that Argo takes with it. It needs nothing
# but Python 3.9. Two braces never stand next to each other here: Argo would take them for its own.
#
# The few lines before this (see manifest.rs) set RUN, STEP, UPSTREAM and TRIED.
import base64
import hashlib
import json
import os
import platform
import select
import selectors
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import zlib
from collections import deque
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

HOME = os.environ.get("ANNALS_POD_HOME", "/annals")
# The most bytes of outputs, as for steps on the server's own machine.
LARGEST_OUTPUTS = 16 << 20
# What stands for outputs that the server keeps: this, and the id of the parcel.
KEPT = "kept:"
# What the key of a language model is called among the secrets of a step.
EXTRACTION_KEY = "extraction api key"
# How long a process has between TERM and KILL, in seconds.
GRACE = 10
# For how long the server is waited for, in seconds.
PATIENCE = float(os.environ.get("ANNALS_POD_PATIENCE", "600"))
# Lines longer than this are told in parts.
LONGEST_LINE = 1 << 20
# How many bytes of the log the server may be behind before the step is held back. The kubelet keeps
# little of a log: 10 MiB, unless it is told otherwise.
WINDOW = int(os.environ.get("ANNALS_POD_WINDOW", 2 << 20))
# About how many bytes the kubelet puts before each line.
STAMP = 48
# The pauses between questions how far the server is: the first, the longest, and that of a pod which
# does not wait for the answer.
PAUSES = (0.05, 1, 10)
# After so long without any progress, in seconds, what is not recorded is printed once more, and again
# after twice as long.
REPEAT = float(os.environ.get("ANNALS_POD_REPEAT", "3"))
# For how long a server is waited for that does not come nearer, in seconds.
STANDSTILL = float(os.environ.get("ANNALS_POD_STANDSTILL", "60"))


def unpack(text):
    return json.loads(zlib.decompress(base64.b64decode(text)))


def pack(value):
    return base64.b64encode(zlib.compress(json.dumps(value).encode(), 9)).decode()


def place(*names):
    return os.path.join(HOME, *names)


class Teller:
    """Writes numbered lines, in which no secret's value is left."""

    def __init__(self, secrets):
        values = {part for value in secrets for part in [value, *value.splitlines()]}
        values |= {json.dumps(v, ensure_ascii=a)[1:-1] for v in values for a in (True, False)}
        self.masked = sorted((v.encode() for v in values if len(v) >= 4), key=len, reverse=True)
        self.number = 0
        self.flow = None

    def mask(self, text):
        for value in self.masked:
            text = text.replace(value, b"***")
        return text

    def lines(self, kind, text):
        """Tells whole lines, each ended by a line feed."""
        text = self.mask(text)
        out = []
        for line in text.split(b"\n")[:-1]:
            self.number += 1
            if line.endswith(b"\r"):
                out.append(b"%d%s %s.\n" % (self.number, kind.upper(), line))
            else:
                out.append(b"%d%s %s\n" % (self.number, kind, line))
        text = b"".join(out)
        self.write(text)
        if self.flow and out:
            self.flow.told(self.number, text, len(text) + STAMP * len(out))

    def write(self, out):
        view = memoryview(out)
        while view:
            view = view[os.write(1, view) :]

    def fact(self, what, **more):
        self.lines(b"f", json.dumps(dict(more, fact=what)).encode() + b"\n")

    def setup(self, text):
        self.lines(b"s", text.encode() + b"\n")


class Stop(Exception):
    """The pod was told to end."""


class Signals:
    """Wakes a selector when a signal comes; remembers whether the pod is to end."""

    def __init__(self):
        self.asked = False
        self.wake, self.waker = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(self.waker, False)
        signal.set_wakeup_fd(self.waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.ask)

    def ask(self, *_):
        self.asked = True

    def rouse(self):
        """Wakes whoever waits for a signal."""
        try:
            os.write(self.waker, b"\0")
        except BlockingIOError:
            pass

    def wait(self, seconds):
        """Waits for a signal, or until it is roused, at most so long."""
        if select.select([self.wake], [], [], seconds)[0]:
            self.clear()

    def clear(self):
        try:
            while os.read(self.wake, 512):
                pass
        except BlockingIOError:
            pass


class Pipe:
    """One output of a process, told line by line."""

    def __init__(self, file, kind, teller):
        self.fd, self.kind, self.teller = file.fileno(), kind, teller
        self.file, self.rest, self.tail = file, b"", b""
        os.set_blocking(self.fd, False)

    def read(self):
        """Tells what is there; false at the end."""
        try:
            part = os.read(self.fd, 1 << 16)
        except BlockingIOError:
            return True
        if not part:
            return False
        self.tail = (self.tail + part)[-8192:]
        whole, found, rest = part.rpartition(b"\n")
        if found:
            self.teller.lines(self.kind, self.rest + whole + found)
            self.rest = rest
        else:
            self.rest += part
            if len(self.rest) > LONGEST_LINE:
                self.flush()
        return True

    def flush(self):
        if self.rest:
            self.teller.lines(self.kind, self.rest + b"\n")
            self.rest = b""

    def drain(self):
        """Tells what is left when the process is gone; someone may still hold the other end."""
        while True:
            before = self.tail
            if not self.read() or self.tail is before:
                break
        self.flush()
        self.file.close()


class Process:
    """A process in a group of its own, until all of the group is gone."""

    def __init__(self, pod, command, kinds=(b"o", b"e"), **how):
        self.pod = pod
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            **how,
        )
        out, err = self.process.stdout, self.process.stderr
        self.out, self.err = Pipe(out, kinds[0], pod.teller), Pipe(err, kinds[1], pod.teller)
        self.timed_out = self.stopped = False

    def wait(self, limit=None):
        """Waits for the end; ends it when the pod is to end or `limit` seconds are over."""
        deadline = None if limit is None else time.monotonic() + limit
        kill = None
        wake = self.pod.signals.wake
        with selectors.DefaultSelector() as selector, selectors.DefaultSelector() as held:
            selector.register(wake, selectors.EVENT_READ)
            held.register(wake, selectors.EVENT_READ)
            for pipe in (self.out, self.err):
                selector.register(pipe.fd, selectors.EVENT_READ, pipe)
            while self.process.poll() is None:
                now = time.monotonic()
                if kill is None and (self.pod.signals.asked or (deadline and now >= deadline)):
                    self.stopped = self.pod.signals.asked
                    self.timed_out = not self.stopped
                    self.signal(signal.SIGTERM)
                    kill = now + GRACE
                elif kill is not None and now >= kill:
                    self.signal(signal.SIGKILL)
                until = kill if kill is not None else deadline
                # What is told to end is not held back: it may have to print before it can.
                waits = kill is None and self.pod.flow.holds()
                seconds = None if until is None else max(0.05, until - now)
                self.turn(held if waits else selector, seconds)
        # Argo tells every process of the pod to end, and the step may be the first to do so.
        if self.process.returncode and kill is None:
            self.stopped = self.pod.signals.asked
        self.signal(signal.SIGKILL)
        self.out.drain()
        self.err.drain()
        return self.process.returncode

    def turn(self, selector, seconds):
        for key, _ in selector.select(seconds):
            if key.data is None:
                self.pod.signals.clear()
            elif not key.data.read():
                selector.unregister(key.fd)

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            pass


class Missing(OSError):
    """The server does not have it."""


class Server:
    """The server that the run belongs to, asked with the run's own token."""

    def __init__(self, run, token, teller, signals):
        self.url, self.token, self.teller, self.signals = run["url"], token, teller, signals
        self.path = "/api/v1/runs/" + quote(run["run_id"], safe="")
        self.epoch = run["epoch"]

    def ask(self, method, path, data=None, file=None, into=None, until=None):
        """Asks until there is an answer; it, or nothing where it goes `into` a file."""
        if not self.url or not self.token:
            raise OSError("the server has no address for pods")
        until = time.monotonic() + PATIENCE if until is None else until
        pause = 0.2
        while True:
            try:
                return self.ask_once(method, path, data, file, into)
            except (URLError, ConnectionError, TimeoutError, HTTPException) as error:
                code = getattr(error, "code", 503)
                if code == 404 and into is not None:
                    raise Missing(str(error))
                passing = code >= 500 or code == 429
                if not passing or self.signals.asked or time.monotonic() + pause > until:
                    raise OSError(f"{method} {self.url}{self.path}{path}: {error}{problem(error)}")
                if pause == 0.2:
                    self.teller.setup(f"annals: the server at {self.url} is asked again: {error}")
            time.sleep(pause)
            pause = min(pause * 2, 5)

    def ask_once(self, method, path, data, file, into):
        headers = dict(authorization="Bearer " + self.token)
        if file is not None:
            with open(file, "rb") as data:
                headers.update({"content-type": "application/octet-stream"})
                headers["content-length"] = str(os.fstat(data.fileno()).st_size)
                return self.send(Request(self.url + self.path + path, data, headers, method=method))
        if data is not None:
            headers.update({"content-type": "application/json"})
        request = Request(self.url + self.path + path, data, headers, method=method)
        return self.send(request, into)

    def send(self, request, into=None, timeout=60):
        with urlopen(request, timeout=timeout) as answer:
            if into is None:
                return answer.read()
            with open(into, "wb") as file:
                shutil.copyfileobj(answer, file, 1 << 16)
                if file.tell() != int(answer.headers.get("content-length") or file.tell()):
                    raise HTTPException("the answer broke off")

    def recorded(self, pod):
        """The number of the last line of the pod of that name that is recorded."""
        asked = f"/recorded?pod={quote(pod)}&epoch={self.epoch}"
        headers = dict(authorization="Bearer " + self.token)
        answer = self.send(Request(self.url + self.path + asked, headers=headers), timeout=10)
        return int(json.loads(answer)["line"])

    def parcel(self, known):
        """The JSON that the server keeps under that id."""
        text = self.ask("GET", "/parcels/" + known)
        if hashlib.sha256(text).hexdigest() != known:
            raise OSError(f"what {self.url} keeps as {known} is damaged")
        return json.loads(text)

    def keep(self, text):
        """Gives the server a JSON text to be kept; its id."""
        answer = self.ask("POST", f"/parcels?epoch={self.epoch}", data=text)
        return json.loads(answer)["id"]


class Flow:
    """Holds the step back while the server is far behind with its log, and prints again what did not
    come there: the kubelet throws away what it has no room for, read or not. The server is asked only
    where much is printed."""

    def __init__(self, server, name):
        self.server, self.name, self.teller = server, name, server.teller
        self.counts = self.waits = bool(server.url and server.token and name)
        self.printed = self.recorded = 0
        # Of what is not known to be recorded, part by part: its last line, the bytes up to it, its text.
        self.parts = deque()
        self.lock, self.wanted = threading.Lock(), threading.Event()
        self.asking = self.ending = self.overdue = False

    def told(self, number, text, size):
        """This was printed, the last of it in the line of that number."""
        if not self.counts:
            return
        with self.lock:
            self.printed += size
            texts, before = [], self.parts[-2][1] if len(self.parts) > 1 else self.recorded
            if self.parts and self.printed - before < WINDOW // 32:
                texts = self.parts.pop()[2]
            # Of what is printed without waiting, not all is kept.
            if self.behind() <= 2 * WINDOW:
                texts.append(text)
            self.parts.append((number, self.printed, texts))

    def behind(self):
        """How many bytes are not known to be recorded."""
        return self.printed - self.recorded

    def holds(self):
        """Whether nothing more is to be printed now."""
        if not self.counts:
            return False
        self.repeat()
        if self.behind() > WINDOW // 2:
            self.wanted.set()
            if not self.asking:
                self.asking = True
                threading.Thread(target=self.ask, daemon=True).start()
        return self.waits and self.behind() > WINDOW

    def repeat(self):
        """Prints again what is not recorded, if that is due."""
        if self.overdue:
            self.overdue = False
            with self.lock:
                texts = [text for part in self.parts for text in part[2]]
            self.teller.write(b"".join(texts))

    def finish(self):
        """Waits until all is recorded, where much was printed."""
        self.ending = True
        self.wanted.set()
        while self.asking and self.counts and self.waits and self.behind() > 0:
            if self.server.signals.asked:
                return
            self.repeat()
            self.server.signals.wait(1)

    def ask(self):
        """Asks how far the server is, for as long as the pod lives. One that cannot be reached, or does
        not move, is not waited for without end; it is again once it moves."""
        pause, moved, repeated, every = PAUSES[0], time.monotonic(), time.monotonic(), REPEAT
        while self.counts:
            number = self.answer() if self.behind() > 0 else None
            now = time.monotonic()
            if self.reach(number or 0) or self.behind() == 0:
                pause, moved, repeated, every, self.waits = PAUSES[0], now, now, REPEAT, True
            elif now - moved > STANDSTILL:
                pause, self.waits = PAUSES[2], False
            else:
                pause = min(2 * pause, PAUSES[1])
                if number is not None and now - repeated > every:
                    self.overdue, repeated, every = True, now, 2 * every
            self.server.signals.rouse()
            self.rest(pause)

    def rest(self, pause):
        """Sleeps: longer while the server is near."""
        if self.ending or self.behind() > WINDOW // 2:
            return time.sleep(pause)
        self.wanted.wait(PAUSES[2])
        self.wanted.clear()

    def answer(self):
        """The number of the last line that is recorded; none where nobody tells."""
        try:
            return self.server.recorded(self.name)
        except HTTPError as error:
            # The server will not count them: another attempt goes on, or the run has ended.
            self.counts = error.code >= 500 or error.code == 429
        except (OSError, HTTPException, ValueError, KeyError, TypeError):
            pass
        return None

    def reach(self, number):
        """Everything up to that line is recorded; whether that was not known before."""
        before = self.recorded
        with self.lock:
            while self.parts and self.parts[0][0] <= number:
                self.recorded = self.parts.popleft()[1]
        return self.recorded > before


def problem(error):
    """What a server said of an error, in its own words."""
    if not isinstance(error, HTTPError):
        return ""
    try:
        return ": " + json.loads(error.read(1 << 16))["detail"]
    except (OSError, ValueError, KeyError, TypeError, HTTPException):
        return ""


class Failed(Exception):
    """The environment could not be had; `tool` is the end of what a tool said."""

    def __init__(self, message=None, tool=None):
        self.result = {"error_type": "dependency", "message": message, "tool": tool}


class Environment:
    """Has an interpreter ready that finds what the step asks for."""

    def __init__(self, pod):
        self.pod = pod
        self.uv = shutil.which("uv")
        self.variables = {k: v for k, v in os.environ.items() if not k.startswith("ANNALS_")}
        usual = {
            "UV_CACHE_DIR": place("cache"),
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_PROGRESS": "1",
            "UV_LINK_MODE": "copy",
            "NO_COLOR": "1",
            "PIP_NO_INPUT": "1",
            "PIP_CACHE_DIR": place("cache"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
        }
        for name, value in usual.items():
            self.variables.setdefault(name, value)

    def tool(self, *command):
        """Runs a tool whose words are the log of the setup."""
        try:
            process = Process(self.pod, command, (b"s", b"s"), env=self.variables, cwd=HOME)
        except OSError as error:
            raise Failed(f"{command[0]} cannot be started: {error}")
        code = process.wait()
        if process.stopped:
            raise Stop
        if code != 0:
            raise Failed(tool=process.err.tail.decode(errors="replace"))

    def provide(self):
        """The interpreter to run the step with."""
        step, run = self.pod.step, self.pod.run
        python = self.interpreter(step["requires_python"])
        if not run["build"]:
            return self.ready(python, held(), "the image")
        if run["lock"] is None and not step["requirements"]:
            return self.ready(python, "", "the image")
        lock, installer = self.install(python, step["requirements"], run["lock"])
        return self.ready(place("env", "bin", "python"), lock, installer, python)

    def ready(self, python, lock, installer, base=None):
        self.pod.teller.fact(
            "environment",
            lock=lock,
            python_version=platform.python_version(),
            interpreter=base or python,
            platform=sysconfig.get_platform(),
            installer=installer,
        )
        return python

    def interpreter(self, wanted):
        """The image's own Python, if it is one that the step may have."""
        if wanted and not meets(wanted):
            have = platform.python_version()
            raise Failed(f"needs Python {wanted}; the image has {have}")
        return sys.executable

    def install(self, python, lines, lock):
        """Fills an environment; what it holds, and what filled it."""
        self.tool(python, "-I", "-m", "venv", *(["--without-pip"] if self.uv else []), place("env"))
        into = place("env", "bin", "python")
        if self.uv:
            lock = lock if lock is not None else self.resolve(python, lines)
            pinned = keep("requirements.txt", lock)
            self.tool(self.uv, "pip", "install", "--no-deps", "--python", into, "-r", pinned)
            return lock, said(self.uv, "--version")
        wanted = keep("requirements.txt", lock if lock is not None else text_of(lines))
        exact = ["--no-deps"] if lock is not None else []
        self.tool(into, "-m", "pip", "install", "--retries", "2", *exact, "-r", wanted)
        installer = " ".join(said(into, "-m", "pip", "--version").split()[:2])
        return lock if lock is not None else said(into, "-m", "pip", "freeze") + "\n", installer

    def resolve(self, python, lines):
        """The lock of these requirements, by uv."""
        # uv takes `--pre` from the command line only, and has no `--prefer-binary`.
        wanted = [line for line in lines if line not in ("--pre", "--prefer-binary")]
        pre = ["--prerelease", "allow"] if "--pre" in lines else []
        asked, lock = keep("requirements.in", text_of(wanted)), place("requirements.lock")
        how = ["--generate-hashes", "--no-header", "--no-annotate", "--quiet", *pre]
        self.tool(self.uv, "pip", "compile", *how, "--python", python, "-o", lock, asked)
        kept = [line for line in lines if line.startswith(("--no-binary", "--only-binary"))]
        with open(lock, encoding="utf-8") as file:
            return text_of(kept) + file.read()


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def text_of(lines):
    return "".join(line + "\n" for line in lines)


def keep(name, text):
    with open(place(name), "w", encoding="utf-8") as file:
        file.write(text)
    return place(name)


def held():
    """The packages that the image holds, as a lock."""
    from importlib import metadata

    found = ((d.metadata["Name"], d.version) for d in metadata.distributions())
    return text_of(sorted({f"{name}=={version}" for name, version in found if name}))


def meets(wanted):
    """Whether this Python is one that a PEP 440 specifier allows."""
    try:
        from pip._vendor.packaging.specifiers import SpecifierSet
    except ImportError:
        uv = shutil.which("uv")
        if not uv:
            raise Failed(f"needs Python {wanted}; neither pip nor uv is there to tell what that is")
        command = [uv, "python", "find", "--system", "--no-project", "--no-python-downloads", wanted]
        found = said(*command)
        return bool(found) and os.path.realpath(found) == os.path.realpath(sys.executable)
    return SpecifierSet(wanted).contains(platform.python_version(), prereleases=True)


class Pod:
    """One step in its pod."""

    def __init__(self):
        os.makedirs(HOME, exist_ok=True)
        self.run, self.step = unpack(RUN), unpack(STEP)
        secrets = json.loads(os.environ.pop("ANNALS_SECRETS", "") or "null") or {}
        self.token, self.values = secrets.get("token"), secrets.get("values", {})
        named = [os.environ.get(name, "") for name in self.step["secret_variables"]]
        self.teller = Teller([*self.values.values(), *named, *([self.token] if self.token else [])])
        self.signals = Signals()
        self.server = Server(self.run, self.token, self.teller, self.signals)
        self.flow = Flow(self.server, os.environ.get("ANNALS_POD"))
        self.teller.flow = self.flow

    def unfold(self):
        """Has what is told of the run and the step ready, where the server keeps a part of it."""
        for told in (self.run, self.step):
            parcel = told.pop("parcel", None)
            if parcel:
                told.update(self.server.parcel(parcel))

    def gave(self, outputs):
        """What a step before this one gave."""
        if outputs.startswith(KEPT):
            return self.server.parcel(outputs[len(KEPT) :])
        return unpack(outputs) if outputs else None

    def inputs(self):
        """The run's inputs; a component's overlaid by its own, with the outputs before it."""
        inputs, step = self.run["inputs"], self.step
        if step["own_inputs"] is None:
            return inputs
        upstream = dict(step["given"])
        for part in UPSTREAM.split():
            task, _, outputs = part.partition(":")
            upstream[step["upstream"][task]] = self.gave(outputs)
        return dict(inputs, **step["own_inputs"], upstream=upstream)

    def own_variables(self):
        """The step's own variables; the names of the step protocol are not its to give."""
        own = {}
        for name, value in self.step["env"].items():
            if name.startswith("ANNALS_"):
                continue
            if not isinstance(value, str):
                secret = value["secret"]
                if secret not in self.values:
                    raise Failed(f"secret {secret} is not known")
                value = self.values[secret]
            own[name] = value
        return own

    def variables(self, python):
        """The variables of the step's process."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ANNALS_", "ARGO_"))}
        kept.update(PYTHONUNBUFFERED="1", PYTHONUTF8="1", PYTHONIOENCODING="utf-8")
        if python == place("env", "bin", "python"):
            kept["VIRTUAL_ENV"] = place("env")
            kept["PATH"] = place("env", "bin") + ":" + kept.get("PATH", os.defpath)
        kept.update(self.own_variables())
        kept.update(
            ANNALS_RUN_ID=self.run["run_id"],
            ANNALS_TASK_ID=self.run["task_id"],
            ANNALS_RUN_NUMBER=str(self.run["number"]),
            ANNALS_STEP=self.step["name"],
            ANNALS_INPUTS=place("exchange", "inputs.json"),
            ANNALS_OUTPUTS=place("exchange", "outputs.json"),
            ANNALS_FILES=place("files"),
            ANNALS_ARTIFACTS=place("artifacts"),
        )
        if EXTRACTION_KEY in self.values:
            kept["ANNALS_EXTRACTION_KEY"] = self.values[EXTRACTION_KEY]
        if self.run["url"]:
            kept["ANNALS_URL"] = self.run["url"]
        if self.token:
            kept["ANNALS_TOKEN"] = self.token
        return kept

    def carry_out(self):
        """Runs the step; the result."""
        self.teller.fact("setup")
        self.unfold()
        for folder in ("work", "exchange", "files", "artifacts", "shared"):
            os.makedirs(place(folder), exist_ok=True)
        searches = "order" in self.step
        python = None if searches else Environment(self).provide()
        command = self.search() if searches else self.program(python)
        before = out_of_memory_kills()
        limit = self.step["timeout_ms"]
        limit = None if limit is None else limit / 1000
        process = Process(self, command, env=self.variables(python), cwd=place("work"))
        self.teller.fact("started", tried=int(TRIED))
        code = process.wait(limit)
        result = end_of(process, code, limit, out_of_memory_kills() > before)
        if searches and result.get("exit_code"):
            tell_reason(result)
        else:
            self.take_outputs(result)
        self.give(self.files())
        return result

    def program(self, python):
        """The command of a Python program, with what it reads."""
        keep("exchange/inputs.json", json.dumps(self.inputs(), ensure_ascii=False))
        return [python, "-X", "utf8", "-u", keep("work/main.py", self.step["code"])]

    def search(self):
        """The command of Annals itself, which searches files for fields; with the files. One that the
        server does not have any more is told by the search."""
        order = dict(self.step["order"], of_run=place("shared"), of_machine=place("shared"))
        keep("exchange/inputs.json", json.dumps(order, ensure_ascii=False))
        for file in order["work"]["group"]["files"]:
            try:
                self.server.ask("GET", "/files/" + file["id"], into=place("files", file["id"]))
            except Missing:
                pass
        return ["annals", "extract-step"]

    def take_outputs(self, result):
        """Takes what the step wrote to ANNALS_OUTPUTS, for the steps after it."""
        packed, failure = pack(None), None
        try:
            text = self.teller.mask(written())
            if text.strip():
                packed = self.packed(text)
        except ValueError as error:
            failure = dict(error_type="exit", message=str(error))
        except OSError as error:
            message = f"its outputs could not be given to the server: {error}"
            failure = dict(error_type="platform", message=message)
        if failure and result.get("exit_code") == 0 and not result.get("error_type"):
            result.update(failure)
        keep("outputs", packed)

    def packed(self, text):
        """What travels of outputs: they themselves, or a word on where the server keeps them."""
        try:
            packed = pack(json.loads(text, parse_constant=refuse))
        except ValueError as error:
            raise ValueError(f"its outputs are not valid JSON: {error}")
        if len(packed) <= self.run["outputs_within"]:
            return packed
        return KEPT + self.server.keep(text)

    def files(self):
        """What the step left in its artifacts folder, and where; links are not followed."""
        alone = self.step["own_inputs"] is None and "order" not in self.step
        prefix = "" if alone else folder_name(self.step["name"]) + "/"
        found = []
        for folder, _, names in os.walk(place("artifacts")):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    short = os.path.relpath(path, place("artifacts"))
                    readable = self.teller.mask(os.fsencode(short)).decode(errors="replace")
                    found.append((prefix + readable, path))
        return sorted(found)

    def give(self, files):
        """Gives the server the files to be kept with the run; one that is not taken is told of."""
        until = time.monotonic() + PATIENCE
        for path, name in files:
            try:
                self.server.ask("PUT", "/artifacts/" + quote(path), file=name, until=until)
            except OSError as error:
                self.teller.setup(f"annals: the file {path} is not kept: {error}")

    def announce(self, result):
        """Says in the step's own log that another try follows, if one does."""
        tried, tries = int(TRIED) + 1, self.step["tries"]
        if tried >= tries or result.get("stopped") or exit_code(self.run, result) == 0:
            return
        why = words(result)
        delay = self.step["delay_ms"]
        after = f"the next one begins in {delay / 1000:g} s" if delay else "the next one begins"
        self.teller.lines(b"e", f"annals: try {tried} of {tries} failed: {why}; {after}\n".encode())


def written():
    """What the step wrote to ANNALS_OUTPUTS."""
    try:
        with open(place("exchange", "outputs.json"), "rb") as file:
            text = file.read(LARGEST_OUTPUTS + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ValueError(f"its outputs could not be read: {error}")
    if len(text) > LARGEST_OUTPUTS:
        raise ValueError(f"its outputs are larger than {LARGEST_OUTPUTS >> 20} MiB")
    return text


def tell_reason(result):
    """A search that failed wrote the reason in the place of what it found."""
    keep("outputs", pack(None))
    try:
        result.update(error_type="exit", message=json.loads(written())["error"])
    except (ValueError, KeyError, TypeError):
        pass


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def folder_name(name):
    return "_" * len(name) if not name.strip(".") else name


def end_of(process, code, limit, out_of_memory):
    """How the step's process ended."""
    result = {"exit_code": code} if code >= 0 else {"signal": -code}
    if process.stopped:
        result["stopped"] = True
    elif process.timed_out:
        message = f"took longer than its time limit of {limit:.1f} s"
        result.update(error_type="timeout", message=message)
    elif code == -signal.SIGKILL and out_of_memory:
        message = "ran out of memory: the system killed it"
        result.update(error_type="out_of_memory", message=message)
    elif code == 1 and is_memory_error(process.err.tail):
        result.update(error_type="out_of_memory", message="ran out of memory (MemoryError)")
    return result


def is_memory_error(stderr):
    """Whether the last thing that Python said is that memory is out."""
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    name, _, rest = (lines[-1] if lines else "").rstrip().partition(":")
    known = ("MemoryError", "ArrayMemoryError", "_ArrayMemoryError")
    return name.rpartition(".")[2] in known and (not rest or rest.startswith(" "))


def out_of_memory_kills():
    """How often the kernel killed a process of this pod for want of memory."""
    kills = 0
    for path in ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"):
        try:
            with open(path, encoding="ascii") as file:
                lines = (line.split() for line in file)
                kills += sum(int(line[1]) for line in lines if line[0] == "oom_kill")
        except (OSError, ValueError):
            pass
    return kills


def words(result):
    """Why a try failed, in a few words."""
    if result.get("message"):
        return result["message"]
    if result.get("signal"):
        number = result["signal"]
        return f"killed by signal {number} ({signal.Signals(number).name})"
    return f"exited with code {result.get('exit_code')}"


def exit_code(run, result):
    """The code of the pod: 0 for success alone, and that of a failed setup for it alone."""
    if result.get("error_type") in ("dependency", "platform"):
        return run["setup_failed"]
    code = result.get("exit_code")
    if code is None:
        return 128 + result["signal"] if result.get("signal") else 143
    failed = bool(result.get("error_type") or result.get("stopped"))
    if code == run["setup_failed"] or (code == 0 and failed):
        return 1
    return code


def main():
    pod = Pod()
    try:
        result = pod.carry_out()
    except Failed as failed:
        result = failed.result
        if result["message"]:
            pod.teller.setup(result["message"])
    except Stop:
        result = {"stopped": True}
    except OSError as error:
        result = {"error_type": "platform", "message": f"the pod cannot run it: {error}"}
    pod.announce(result)
    pod.flow.finish()
    pod.teller.fact("ended")
    # By this it is known whether the whole log was read.
    result["lines"] = pod.teller.number
    keep("result", pack(result))
    sys.exit(exit_code(pod.run, result))


main()
