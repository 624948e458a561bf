"""Processor time of the numpy prototype's styles on a prepared face: see bench/styles-numpy.ts.

    time_prototype.py PROTOTYPE PREPARED THREADS ROUNDS STYLE=MODULE.FUNCTION ...

PREPARED holds meta.json and the planes of the preparation as raw float32. Every style is drawn once so that
numba compiles, and then ROUNDS times, of which the quickest counts. One line of JSON a style: style, cpu and wall in milliseconds.
"""

import json
import os
import sys
import time
import types
from pathlib import Path

prototype, prepared, threads, rounds, *styles = sys.argv[1:]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = threads
sys.dont_write_bytecode = True

import cv2  # noqa: E402  (the number of threads is read at import)
import numpy as np  # noqa: E402

meta = json.loads((Path(prepared) / "meta.json").read_text())
side = meta["side"]

# The prototype's side is a constant of its library, from which grids are made when it is loaded.
source = (Path(prototype) / "lib.py").read_text()
assert "\nS=768\n" in source, "the prototype's side is not where it was"
library = types.ModuleType("lib")
library.__file__ = str(Path(prototype) / "lib.py")
sys.modules["lib"] = library
code = source.replace("\nS=768\n", f"\nS={side}\n").replace("cache=True", "cache=False")
exec(compile(code, library.__file__, "exec"), library.__dict__)
sys.path.insert(0, prototype)
cv2.setNumThreads(int(threads))


def plane(name, *shape):
    return np.fromfile(Path(prepared) / f"{name}.f32", np.float32).reshape(side, side, *shape)


person = library.P()
person.rgb = person.F = person.img = plane("image", 3)
person.al, person.face = plane("alpha"), plane("face")
person.skin = plane("skin") > 0.5
landmarks = np.array(meta["landmarks"], np.float32).reshape(-1, 3)
person.mesh = landmarks[:468]
person.iris = landmarks[468:478, :2].reshape(2, 5, 2)
person.kp = person.mesh[[33, 263, 1, 61, 291], :2]
person.med = np.array(meta["median"], np.float32)
person.tgt, person.k = np.float32(meta["target"]), np.float32(1)

for entry in styles:
    style, function = entry.split("=")
    module, name = function.split(".")
    draw = getattr(__import__(module), name)
    try:
        draw(person, 0)
        times = []
        for _ in range(int(rounds)):
            cpu, wall = time.process_time(), time.perf_counter()
            picture = draw(person, 0)
            times.append((time.process_time() - cpu, time.perf_counter() - wall))
        cpu, wall = min(times)
        assert picture.shape == (side, side, 3) and picture.std() > 0.02
        print(json.dumps({"style": style, "cpu": 1000 * cpu, "wall": 1000 * wall}), flush=True)
    except Exception as error:  # told beside the others' times
        print(json.dumps({"style": style, "error": repr(error)}), flush=True)
