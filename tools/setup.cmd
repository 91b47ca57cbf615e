@echo off
rem Makes .venv ready for "run" or "test": the locked Python packages and this project.
setlocal
for %%d in ("%~dp0..") do set "root=%%~fd"
set "venv=%root%\.venv"
set "lock=%root%\requirements.lock"
if "%~1"=="test" set "lock=%root%\requirements-dev.lock"
set "ready=%venv%\ready-to-%~1"

rem The stamp is a copy of the lock that was installed.
fc /b "%lock%" "%ready%" >nul 2>nul && exit /b 0
if exist "%ready%" del "%ready%"

set "python="
for %%p in ("py -3.11" "py -3.12" "py -3.13" "python") do if not defined python (
    %%~p -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "python=%%~p"
)
if not defined python (
    echo Python 3.11 or newer is needed: winget install Python.Python.3.11 >&2
    exit /b 1
)

"%venv%\Scripts\python" -m pip --version >nul 2>nul || (
    %python% -m venv --clear "%venv%" || exit /b 1
)
echo Installing the Python packages into .venv >&2
set "PIP_DISABLE_PIP_VERSION_CHECK=1"
"%venv%\Scripts\python" -m pip install -q --require-hashes -r "%lock%" >&2 || exit /b 1
"%venv%\Scripts\python" -m pip install -q --no-deps --no-build-isolation -e "%root%" >&2 || exit /b 1
copy /y "%lock%" "%ready%" >nul
